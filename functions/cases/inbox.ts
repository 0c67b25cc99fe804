import { casesService } from "../../shared/contracts/cases-service.ts";
import { ackMessages, extendLease } from "../../shared/runtime/leases.ts";
import { lendInbox } from "../../shared/runtime/lend-inbox.ts";
import { receiveMessages } from "../../shared/runtime/receive-messages.ts";
import { operation } from "./platform.ts";

export const inboxOperations = {
  receiveMessages: operation(casesService.receiveMessages, async (platform, { body, caller }) => {
    const { messages, askAgainSeconds } = await receiveMessages(platform, caller, body);
    const headers = askAgainSeconds === undefined ? {} : { "Retry-After": String(askAgainSeconds) };
    return { status: 200, body: { messages, leaseSeconds: body.leaseSeconds }, headers };
  }),

  extendLease: operation(casesService.extendLease, async (platform, { body, caller }) => {
    await extendLease(platform, caller, body);
    return { status: 204, body: undefined };
  }),

  ackMessages: operation(casesService.ackMessages, async (platform, { body, caller }) => ({
    status: 200,
    body: await ackMessages(platform, caller, body.leases),
  })),

  lendInbox: operation(casesService.lendInbox, async (platform, { body, caller }) => {
    const { lent, counted } = await lendInbox(platform, caller, body);
    return { status: 200, body: lent, headers: counted };
  }),
};

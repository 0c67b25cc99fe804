import type { CaseFiles } from "../../shared/aws/case-files.ts";
import type { LendInbox } from "../../shared/aws/inbox-credentials.ts";
import type { Inboxes } from "../../shared/aws/inboxes.ts";
import type { Scan } from "../../shared/aws/virus-scanner.ts";
import type { PaperTask, ReplayMessage } from "../../shared/contracts/messages.ts";
import type { Ports } from "../../shared/runtime/ports.ts";
import type { Platform as Served } from "../http/call.ts";
import { openOperationsOn, operationsOn } from "../http/operation.ts";

/** What the operations on cases need of the world. Nothing in it can create a queue. */
export type Platform = Served &
  Ports & {
    inboxes: Inboxes;
    caseFiles: CaseFiles;
    scan: Scan | undefined;
    lendInbox: LendInbox;
    /** Asks that each be told again. Throws where one was not taken. */
    askReplay: (replays: readonly ReplayMessage[], seconds: number) => Promise<void>;
    /** Asks that a paper without a verdict be scanned again. Throws where that was not taken. */
    tendLater: (task: PaperTask) => Promise<void>;
    inboxUrl: (organisationId: string) => string;
    /** When each organisation last got a message from here, or first asked for one, in milliseconds. */
    lastNews: Map<string, number>;
    /** Where the API description and its page lie. */
    documents: string;
  };

export const operation = operationsOn<Platform>();
export const openOperation = openOperationsOn<Platform>();

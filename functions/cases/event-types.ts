import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { casesService } from "../../shared/contracts/cases-service.ts";
import { serverHere } from "../../shared/contracts/server-here.ts";
import { languageOf, parseOrRefuse } from "../http/body.ts";
import type { Operation } from "../http/operation.ts";
import { createDescription } from "./description.ts";
import type { Platform } from "./platform.ts";

/** What inboxes and webhooks tell of, from the file beside the bundle. It names no address. */
const listing = (documents: string) => createDescription(() => readFile(join(documents, "event-types.json"), "utf8"));

let made: { documents: string; list: ReturnType<typeof listing> } | undefined;

export const eventTypeOperations = {
  listEventTypes: {
    route: casesService.listEventTypes,
    open: true,
    serve: async ({ documents }, request) => {
      const { raw } = request;
      parseOrRefuse(casesService.listEventTypes.query(), request.query(), "invalid-parameters", languageOf(request));
      if (made?.documents !== documents) made = { documents, list: listing(documents) };
      const answer = await made.list(raw, serverHere);
      return answer.status === 304 ? answer : { ...answer, body: undefined };
    },
  },
} satisfies Record<string, Operation<Platform>>;

import * as z from "zod";
import { amountFen } from "../domain/body.ts";
import { day } from "../domain/case.ts";
import { once } from "../domain/once.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

const clause = once(() =>
  z.strictObject({
    text: line(2_000),
    amountFen: amountFen().exactOptional(),
    payee: line(100).exactOptional(),
    way: line(100).exactOptional().describe("How it is performed, such as by transfer"),
    day: day().exactOptional().describe("By when"),
  }),
);

/**
 * What mediators say for the papers alone, each part when they come to it; the case goes on without it. It names people, so it is sealed
 * as parties are. A part that is said again takes the place of the one before.
 */
export const particulars = once(() =>
  z.strictObject({
    requested: line(2_000).exactOptional().describe("What the applicant asks for (申请事项)"),
    session: z
      .strictObject({
        place: line(200).exactOptional(),
        attendance: line(1_000).exactOptional().describe("Who attended besides the parties (参加人)"),
        recorder: line(100).exactOptional(),
        record: line(20_000).exactOptional().describe("What was said. It stays with the body that mediates"),
      })
      .exactOptional(),
    clauses: z.array(clause()).min(1).max(50).exactOptional().describe("What was agreed on, in order"),
    breach: line(1_000).exactOptional().describe("What a breach of the agreement entails (违约责任)"),
    copies: z.int().min(1).max(99).exactOptional(),
    visit: z.strictObject({ visitor: line(100).exactOptional() }).exactOptional(),
  }),
);
export type Particulars = z.infer<ReturnType<typeof particulars>>;
export type Clause = z.infer<ReturnType<typeof clause>>;

import { amountFen, yuan } from "./body.ts";
import type { Agreement } from "./case.ts";
import { type CaseState, isConcluded, isOver } from "./case-state.ts";
import { CommandError } from "./command-error.ts";
import { type AgreementSaid, type Clause, sumOf } from "./particulars.ts";

type Agreed = Partial<Pick<Agreement, "amountFen" | "performBy">>;

/** Throws where the clauses come to another amount than the one that is said with them, or to a later day. */
export function refuseOtherClauses(said: Agreed & { clauses?: readonly Clause[] }): void {
  const sum = sumOf(said.clauses);
  if (!amountFen().safeParse(sum.amountFen ?? 0).success) {
    throw new CommandError("sum-differs", "the clauses come to more than an agreement can", { path: "/clauses" });
  }
  const { amount, day } = differing(sum, said);
  if (amount !== undefined) {
    const message = {
      en: `the clauses come to ${amount.sum} fen, not to ${amount.agreed} fen`,
      zh: `各条款合计 ${yuan(amount.sum)} 元，与所填金额 ${yuan(amount.agreed)} 元不符。`,
    };
    throw new CommandError("sum-differs", message, { path: "/amountFen" });
  }
  if (day !== undefined) {
    const message = {
      en: `a clause is to be performed by ${day.last}, later than the agreement`,
      zh: `有条款约定 ${day.last} 履行，晚于所填履行期限。`,
    };
    throw new CommandError("plan-differs", message, { path: "/performBy" });
  }
}

/** Throws where clauses that are said for the papers alone come to something else than the agreement that was recorded. */
export function refuseUnrecordedClauses(state: CaseState, { clauses }: AgreementSaid): void {
  if (state.agreement === undefined || !(isConcluded(state) || isOver(state))) return;
  const { amount, day } = differing(sumOf(clauses), state.agreement);
  if (amount !== undefined) {
    const message = {
      en: `the clauses come to ${amount.sum} fen, the agreement was recorded with ${amount.agreed} fen: correct that`,
      zh: `各条款合计 ${yuan(amount.sum)} 元，与登记的协议金额 ${yuan(amount.agreed)} 元不符，请更正协议登记。`,
    };
    throw new CommandError("sum-differs", message, { path: "/clauses" });
  }
  if (day !== undefined) {
    const message = {
      en: `a clause is to be performed by ${day.last}, the agreement was recorded to be by ${day.agreed}: correct that`,
      zh: `有条款约定 ${day.last} 履行，晚于登记的履行期限 ${day.agreed}，请更正协议登记。`,
    };
    throw new CommandError("plan-differs", message, { path: "/clauses" });
  }
}

/** In what clauses contradict an agreement; what one of the two leaves open contradicts nothing. */
function differing({ amountFen: sum, performBy: last }: Agreed, { amountFen: agreed, performBy }: Agreed) {
  return {
    amount: sum === undefined || agreed === undefined || sum === agreed ? undefined : { sum, agreed },
    day: last === undefined || performBy === undefined || last <= performBy ? undefined : { last, agreed: performBy },
  };
}

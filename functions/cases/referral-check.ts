import { casesService } from "../../shared/contracts/cases-service.ts";
import { inWords } from "../../shared/contracts/field-texts.ts";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import { checkReferral } from "../../shared/runtime/check-referral.ts";
import { readAs } from "../http/body.ts";
import { operation } from "./platform.ts";

/** A referral looked at before it is sent. */
export const referralCheckOperations = {
  checkReferral: operation(casesService.checkReferral, async (platform, { body: draft, caller, language }) => {
    const read = readAs(referralSubmission(), draft, language);
    const said =
      read.errors === undefined ? { whole: read.data, faults: [] } : { whole: undefined, faults: read.errors };
    const check = await checkReferral(platform, caller, { draft, ...said });
    return { status: 200, body: { ...check, errors: check.errors.map((error) => inWords(error, language)) } };
  }),
};

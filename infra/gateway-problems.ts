import { ResponseType, type RestApi } from "aws-cdk-lib/aws-apigateway";
import { type ProblemCode, problems, problemType } from "../shared/contracts/problems.ts";

/** A problem document (RFC 9457) for what is refused before the function is asked, with the API's own stable codes. */
export function problemDocument(code: ProblemCode, status = problems[code].status): string {
  const { title, action } = problems[code];
  return JSON.stringify({ type: problemType(code), title: title.en, status, code, action: action.en });
}

/** Lets API Gateway refuse in the API's own words; but for the firewall, whose rules are not ours to explain. */
export function answerInProblemDocuments(api: RestApi): void {
  answer(api, "Throttled", ResponseType.THROTTLED, 429, "busy", 1);
  answer(api, "TooLarge", ResponseType.REQUEST_TOO_LARGE, 413, "body-too-large");
  answer(api, "TimedOut", ResponseType.INTEGRATION_TIMEOUT, 503, "busy", 5);
  answer(api, "NotAnswered", ResponseType.INTEGRATION_FAILURE, 503, "busy", 5);
  answer(api, "Failed", ResponseType.DEFAULT_5XX, 500, "internal");
}

function answer(
  api: RestApi,
  id: string,
  type: ResponseType,
  status: number,
  code: ProblemCode,
  retryAfterSeconds?: number,
): void {
  api.addGatewayResponse(id, {
    type,
    statusCode: String(status),
    responseHeaders: {
      "Content-Type": "'application/problem+json'",
      ...(retryAfterSeconds && { "Retry-After": `'${retryAfterSeconds}'` }),
    },
    templates: { "application/json": problemDocument(code, status) },
  });
}

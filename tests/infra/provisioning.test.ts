import { describe, expect, it } from "vitest";
import { synthesise } from "./synthesise.ts";
import { actionsOf, all, properties, rightsOf } from "./template.ts";

const { template } = synthesise();
const functions = all(template, "AWS::Lambda::Function", properties.function).map(([id]) => id);

describe("the right to change a queue", () => {
  // The right to set the attributes of a queue can open it to the world.
  const changing = ["AddPermission", "CreateQueue", "DeleteQueue", "RemovePermission", "SetQueueAttributes"];
  const mayChange = functions.filter((name) => actionsOf(template, name, "sqs").some((one) => changing.includes(one)));

  it("is theirs alone who make inboxes: the registry, and the pages that call it in their own process", () => {
    expect(mayChange.toSorted()).toEqual(["Console", "Registry"]);
  });

  it.each(mayChange)("reaches inboxes and no other queue, by %s", (name) => {
    const rights = rightsOf(template, name).filter(({ Action }) =>
      Action.some((one) => changing.includes(one.slice(4))),
    );
    expect(
      rights
        .flatMap(({ Action }) => Action)
        .filter((one) => changing.includes(one.slice(4)))
        .toSorted(),
    ).toEqual(["sqs:CreateQueue", "sqs:SetQueueAttributes"]);
    for (const { Resource } of rights) expect(JSON.stringify(Resource)).toMatch(/:accord-inbox-\*"/);
  });
});

import { describe, expect, it } from "vitest";
import { isIn, isPublic } from "../../../shared/runtime/public-address.ts";
import { mayConnect, publicReach } from "../../../shared/runtime/webhook-address.ts";
import { reachOf } from "../../../shared/runtime/webhook-reach.ts";
import { innerAddresses as corpus } from "../../support/inner-addresses.ts";

describe("with loopback off", () => {
  it("the corpus has more than a hundred addresses, none twice", () => {
    expect(new Set(corpus).size).toBe(corpus.length);
    expect(corpus.length).toBeGreaterThanOrEqual(100);
  });

  it.each(corpus)("a webhook does not connect to %j", (address) => {
    expect(isPublic(address)).toBe(false);
    expect(mayConnect(address, publicReach)).toBe(false);
  });

  it.each([
    ...["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"],
    ...["128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255"],
    ...["192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:4860:4860::8888", "2400:3200::1"],
    ...["2606:4700::1111", "2a00:1450::5eff:1"],
  ])("a webhook connects to %s", (address) => {
    expect(mayConnect(address, publicReach)).toBe(true);
  });
});

describe("a private network that is opened", () => {
  it("is reached, and nothing beside it", () => {
    const opened = isIn(["10.20.0.0/16", "fd12:3456::/32"]);
    const of = (address: string) => [opened(address), mayConnect(address, { loopback: false, isOpened: opened })];
    expect(["10.20.0.0", "10.20.255.255", "fd12:3456::9"].map(of)).toEqual(Array(3).fill([true, true]));
    expect(["10.19.255.255", "10.21.0.0", "fd12:3457::9", "no"].map(of)).toEqual(Array(4).fill([false, false]));
  });

  it.each([
    ...["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1", "fd00:ec2::254", "0.0.0.0"],
    ...[
      "100.100.100.200",
      "64:ff9b::a9fe:a9fe",
      "64:ff9b::7f00:1",
      "64:ff9b:1::7f00:1",
      "2002:7f00:1::1",
      "fd20:ce::254",
    ],
  ])("never holds %s", (address) => {
    expect(isIn(["0.0.0.0/0", "::/0", "100.64.0.0/10", "64:ff9b::/96", "2002::/16", "fd00::/8"])(address)).toBe(false);
  });

  it.each(["10.0.0.0", "10.0.0.0/", "host/8", "10.0.0/8", "10.0.0.0/33"])("is not %j", (network) => {
    expect(() => isIn([network])).toThrow();
  });
});

describe("this machine", () => {
  const given = { WEBHOOK_ALLOW_LOOPBACK: "true", WEBHOOK_NETWORKS: "" } as const;

  it("is reached where the platform's services are on it", () => {
    expect(reachOf({ ...given, AWS_ENDPOINT_URL: "http://127.0.0.1:4566" }).loopback).toBe(true);
    expect(mayConnect("127.0.0.1", reachOf({ ...given, AWS_ENDPOINT_URL: "http://localhost:1" }))).toBe(true);
  });

  it.each([undefined, "", "no address", "https://dynamodb.cn-north-1.amazonaws.com.cn", "http://10.0.0.8"])(
    "is not reached in the cloud, whatever the setting says (%j)",
    (AWS_ENDPOINT_URL) => {
      expect(reachOf({ ...given, AWS_ENDPOINT_URL, WEBHOOK_NETWORKS: "127.0.0.0/8" })).toMatchObject({
        loopback: false,
      });
      expect(mayConnect("127.0.0.1", reachOf({ ...given, AWS_ENDPOINT_URL, WEBHOOK_NETWORKS: "127.0.0.0/8" }))).toBe(
        false,
      );
    },
  );

  it("is not reached where the setting does not say so", () => {
    const reach = reachOf({ ...given, WEBHOOK_ALLOW_LOOPBACK: "false", AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });
    expect(reach.loopback).toBe(false);
  });
});

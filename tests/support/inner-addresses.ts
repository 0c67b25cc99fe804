/** Each IPv4 address that is no part of the public internet, at the edges of its network. */
const inner4 = [
  ...["0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.0.0.8", "10.255.255.255", "100.64.0.0", "100.100.100.200"],
  ...["100.127.255.255", "127.0.0.0", "127.0.0.1", "127.0.0.2", "127.8.8.8", "127.255.255.255", "169.254.0.0"],
  ...["169.254.169.254", "169.254.170.2", "169.254.169.253", "169.254.255.255", "172.16.0.0", "172.16.0.1"],
  ...["172.31.255.255", "192.0.0.0", "192.0.0.170", "192.0.0.255", "192.0.2.1", "192.31.196.1", "192.52.193.1"],
  ...["192.88.99.1", "192.168.0.0", "192.168.1.1", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255"],
  ...["198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.254", "255.255.255.255"],
];
const hex4 = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
};
/** The IPv6 forms that carry an IPv4 address. */
const carriers: readonly ((address: string) => string)[] = [
  (address) => `::ffff:${address}`,
  (address) => `::ffff:${hex4(address)}`,
  (address) => `::${hex4(address)}`,
  (address) => `::ffff:0:${hex4(address)}`,
  (address) => `64:ff9b::${hex4(address)}`,
  (address) => `64:ff9b:1::${hex4(address)}`,
  (address) => `2002:${hex4(address)}::1`,
  (address) => `2001:0:${hex4(address)}::1`,
  (address) => `2a00:1450::5efe:${hex4(address)}`,
  (address) => `2a00:1450::200:5efe:${hex4(address)}`,
  (address) => `fe80::5efe:${hex4(address)}`,
];
const carried = ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1"].flatMap((one) =>
  carriers.map((carry) => carry(one)),
);
const inner6 = [
  ...[
    "::",
    "::1",
    "::2",
    "0:0:0:0:0:0:0:1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
  ],
  ...["2002::1", "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fdff::1"],
  ...["fe80::1", "fe80::a9fe:a9fe", "fec0::1", "ff02::1", "ff05::2", "ffff::1", "1fff::1", "8000::1"],
];
const noAddress = ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "10.0.0", "::g", "1.2.3.4.5", "256.0.0.1"];
/** Addresses into networks that are not public, and texts that are no address. */
export const innerAddresses: readonly string[] = [...inner4, ...carried, ...inner6, ...noAddress];

/** Stands in the descriptions for the address of the platform, which is known when somebody asks for them. */
export const serverHere = "https://address-of-the-platform.invalid";

/** An address in the parts in which AsyncAPI has it. */
export function partsOf(address: string): { host: string; protocol: string; pathname: string } {
  const { host, protocol, pathname } = new URL(address);
  return { host, protocol: protocol.slice(0, -1), pathname };
}

/** The text of a description with the address at which it is asked for. */
export const placedAt = (text: string, address: string): string =>
  text
    .replaceAll(JSON.stringify(serverHere), JSON.stringify(address))
    .replaceAll(JSON.stringify(partsOf(serverHere)), JSON.stringify(partsOf(address)));

/** Stands in the descriptions for the address of the platform, which is known when somebody asks for them. */
export const serverHere = "https://address-of-the-platform.invalid";

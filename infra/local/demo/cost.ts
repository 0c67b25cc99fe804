export const usdPer1000Cases = (_m: unknown, _o: unknown): number => 0;

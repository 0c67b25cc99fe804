/** An object with the field, or without it: absent and undefined are not the same in what is stored. */
export const given = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } => {
  const fields: { [K in Key]?: Value } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
};

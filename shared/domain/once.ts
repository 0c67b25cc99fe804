/** Makes the value when it is first asked for: a function that starts builds only the schemas it comes to use. */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

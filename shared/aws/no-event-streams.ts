/**
 * Stands in for the SDK's event streams when the functions are bundled: they are a fortieth of the API's bundle, and no
 * operation of ours answers with one.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error("This bundle holds no event streams");
  }
}

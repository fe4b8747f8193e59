// Requests that are nested too deeply to be read: gRPC's library would answer them without a word on why.
import { CoderError } from "../../errors";

/** Takes the place of the request. */
export class DeepRequest {}

interface Definition {
  requestDeserialize(bytes: Buffer): unknown;
}

/** The methods of a service, which are called for such a request too. */
export function takingDeep<Methods extends Readonly<Record<string, Definition>>>(methods: Methods): Methods {
  const taking = Object.entries(methods).map(([name, method]): [string, Definition] => {
    const requestDeserialize = (bytes: Buffer): unknown => {
      try {
        return method.requestDeserialize(bytes);
      } catch (thrown) {
        // The stack is exhausted: messages are read level by level.
        if (thrown instanceof RangeError) return new DeepRequest();
        throw thrown;
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(taking) as Methods;
}

export function refuseDeep<Request>(request: Request | DeepRequest): Request {
  if (!(request instanceof DeepRequest)) return request;
  throw new CoderError(
    "An input is nested too deeply to be read: thousands of lists or maps lie in each other. Nothing takes so many: " +
      "correct it in the program.",
  );
}

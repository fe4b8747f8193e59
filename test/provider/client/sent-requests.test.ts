// What docs/api.md says of requests against those that the client makes: each function is called with everything that
// it takes, and paths, query keys and body keys are compared in both directions.
import { join } from "node:path";
import typescript from "typescript";
import { programOf } from "../../typescript-program";
import { CALLS, NO_REQUESTS, type EndpointName } from "./calls";
import { rows } from "./operations";
import { endpointNames, requestsOfAll, type GivenProperties, type SentRequest } from "./sent-requests";

const CLIENT = join(__dirname, "..", "..", "..", "provider", "client", "client.ts");

/**
 * Requests that a function makes besides, by its name: they prepare it, and have rows of their own. What the server is
 * (its version) is asked for once.
 */
const BESIDES: Readonly<Partial<Record<EndpointName, readonly string[]>>> = {
  uploadFile: ["GET /users/{user}"],
  getProvisionerDaemons: ["GET /buildinfo"],
  createWorkspace: ["GET /buildinfo"],
  createWorkspaceBuild: ["GET /buildinfo"],
};

let sent: SentRequest[];
let given: GivenProperties;

beforeAll(async () => {
  ({ sent, given } = await requestsOfAll());
});

/** Names of the properties of each object that a function takes, by the place of the argument; not of its options. */
function propertiesTaken(): Map<string, Map<number, Set<string>>> {
  const program = programOf(new Map(), [CLIENT]);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(CLIENT);
  const declaration = source?.statements
    .filter(typescript.isInterfaceDeclaration)
    .find(({ name }) => name.text === "CoderClient");
  if (declaration === undefined) throw new Error("There is no CoderClient.");
  const taken = new Map<string, Map<number, Set<string>>>();
  for (const endpoint of checker.getTypeAtLocation(declaration).getProperties()) {
    const [signature] = checker.getTypeOfSymbolAtLocation(endpoint, declaration).getCallSignatures();
    const places = new Map<number, Set<string>>();
    argumentsOf(checker, signature, declaration).forEach(([name, type], place) => {
      const own = (type.isUnion() ? type.types : [type]).flatMap((each) =>
        checker
          .getPropertiesOfType(each)
          .filter((property) => property.declarations?.some((found) => isOfClient(found)))
          .map((property) => property.name),
      );
      // What may be an id as well is an object of an answer.
      const isAnswer = type.isUnion() && type.types.some(({ flags }) => flags & typescript.TypeFlags.String);
      if (own.length > 0 && name !== "options" && !isAnswer) places.set(place, new Set(own));
    });
    if (places.size > 0) taken.set(endpoint.name, places);
  }
  return taken;
}

/** The parameters of a bound function are one list with names, as they were before the connection was bound. */
function argumentsOf(
  checker: typescript.TypeChecker,
  signature: typescript.Signature | undefined,
  place: typescript.Node,
): [name: string, type: typescript.Type][] {
  return (signature?.getParameters() ?? []).flatMap((parameter): [string, typescript.Type][] => {
    const type = checker.getTypeOfSymbolAtLocation(parameter, place);
    if (!checker.isTupleType(type)) return [[parameter.name, type]];
    const { target } = type as typescript.TupleTypeReference;
    const names = target.labeledElementDeclarations ?? [];
    return checker
      .getTypeArguments(type as typescript.TypeReference)
      .map((each, index) => [names[index]?.name.getText() ?? "", each]);
  });
}

function isOfClient(declaration: typescript.Declaration): boolean {
  return declaration.getSourceFile().fileName.includes("/provider/client/");
}

describe("the calls of this test", () => {
  it("give every function everything that it takes", () => {
    const taken = propertiesTaken();
    expect([...(taken.get("getWorkspaces")?.values() ?? [])]).toEqual([new Set(["q", "limit", "offset"])]);
    const missing = [...taken].flatMap(([name, places]) =>
      [...places].flatMap(([place, properties]) =>
        [...properties]
          .filter(
            (property) =>
              given
                .get(name as EndpointName)
                ?.get(place)
                ?.has(property) !== true,
          )
          .map((property) => `${name}: ${property}`),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe("docs/api.md", () => {
  it("has the path of every request", () => {
    expect(sent.filter(({ operation }) => operation === undefined)).toEqual([]);
  });

  it.each(Object.keys(CALLS) as EndpointName[])("has %s with the paths that it asks for, and no others", (name) => {
    const besides = BESIDES[name] ?? [];
    const asked = new Set(sent.filter((request) => request.name === name).map(({ operation }) => operation));
    const said = rows.filter(({ called, scripts }) => [...called, ...scripts].includes(name));
    expect(asked.size).toBeGreaterThan(0);
    expect(besides.filter((operation) => !asked.has(operation))).toEqual([]);
    expect([...asked].filter((operation) => !besides.includes(operation ?? "")).sort()).toEqual(
      said.map(({ operation }) => operation).sort(),
    );
  });

  it.each(rows)("has all that is sent with $operation, and nothing else", ({ operation, query, body }) => {
    const requests = sent.filter((request) => request.operation === operation);
    const keys = (part: "query" | "body"): string[] =>
      [...new Set(requests.flatMap((request) => request[part]))].sort();
    expect({ query: keys("query"), body: keys("body") }).toEqual({ query: [...query].sort(), body: [...body].sort() });
  });

  it("names only functions that there are, and all of them are called here", () => {
    const named = rows.flatMap(({ called, scripts }) => [...called, ...scripts]);
    expect(named.filter((name) => !(name in CALLS))).toEqual([]);
    const endpoints = endpointNames().filter((name) => !(NO_REQUESTS as readonly string[]).includes(name));
    expect(endpoints.sort()).toEqual(Object.keys(CALLS).sort());
  });
});

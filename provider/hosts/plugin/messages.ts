// The engine's messages for checks and differences, from the provider's answers; and values as messages and back.
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { shortenWords, type InputFailure } from "../../errors";
import { isProperties, topLevel, type Properties } from "../../values";
import type { Autonaming } from "./autonaming";
import type { DetailedChange } from "./difference";
import type { DiffAnswer } from "./provider";

export function checkResponse(inputs: Properties, failures: readonly InputFailure[]): messages.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(struct(inputs));
  response.setFailuresList(failures.map(checkFailure));
  return response;
}

export function checkFailure({ property, reason }: InputFailure): messages.CheckFailure {
  const failure = new messages.CheckFailure();
  failure.setProperty(shortenWords(property));
  failure.setReason(shortenWords(reason));
  return failure;
}

export function diffResponse(answer: DiffAnswer): messages.DiffResponse {
  const { DiffChanges } = messages.DiffResponse;
  const response = new messages.DiffResponse();
  if (answer.isUnknown === true) {
    response.setChanges(DiffChanges.DIFF_UNKNOWN);
    return response;
  }
  response.setChanges(answer.changes.size > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setHasdetaileddiff(true);
  // Names of properties, not paths: the engine shows in its short form what this list has.
  response.setDiffsList([...new Set([...answer.changes.keys()].map(topLevel))]);
  response.setReplacesList(answer.replaces);
  response.setStablesList(answer.stables);
  response.setDeletebeforereplace(answer.deleteBeforeReplace);
  for (const [path, change] of answer.changes) response.getDetaileddiffMap().set(path, propertyDiff(change));
  return response;
}

function propertyDiff(change: DetailedChange): messages.PropertyDiff {
  const { Kind } = messages.PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  const difference = new messages.PropertyDiff();
  difference.setKind(kinds[change.kind][change.isReplacement ? 1 : 0]);
  difference.setInputdiff(change.isInput);
  return difference;
}

export function autonamingOf(options: messages.CheckRequest.AutonamingOptions | undefined): Autonaming | undefined {
  if (options === undefined) return undefined;
  const { Mode } = messages.CheckRequest.AutonamingOptions;
  const mode =
    options.getMode() === Mode.DISABLE ? "disable" : options.getMode() === Mode.ENFORCE ? "enforce" : "propose";
  return { proposedName: options.getProposedName(), mode };
}

export function properties(value: Struct | undefined): Properties {
  const plain: unknown = value?.toJavaScript();
  return isProperties(plain) ? plain : {};
}

export function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
}

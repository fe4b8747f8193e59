import type { WorkspaceBuild } from "../../../../provider/client/workspace-builds";
import { nextStep } from "../../../../provider/resources/builds/plan";

function latest(transition: string, status = "succeeded"): WorkspaceBuild {
  return { transition, job: { status } } as unknown as WorkspaceBuild;
}

describe("nextStep", () => {
  it("wants nothing of a workspace that is as it is to be", () => {
    expect(nextStep(latest("start"), "start", true)).toBeUndefined();
    expect(nextStep(latest("stop"), "stop", true)).toBeUndefined();
  });

  it("stops a workspace that runs before it gets new content", () => {
    expect(nextStep(latest("start"), "start", false)).toEqual({ transition: "stop", isFull: false });
    expect(nextStep(latest("stop"), "start", false)).toEqual({ transition: "start", isFull: true });
  });

  it("gives new content to a stopped workspace without starting it, and on the way to a stop, in one build", () => {
    expect(nextStep(latest("stop"), "stop", false)).toEqual({ transition: "stop", isFull: true });
    expect(nextStep(latest("start"), "stop", false)).toEqual({ transition: "stop", isFull: true });
  });

  it.each(["failed", "canceled"])(
    "repeats a build that ended as %s, with the content that it is to have now",
    (status) => {
      expect(nextStep(latest("start", status), "start", true)).toEqual({ transition: "start", isFull: true });
      expect(nextStep(latest("stop", status), "stop", true)).toEqual({ transition: "stop", isFull: true });
      expect(nextStep(latest("stop", status), "start", true)).toEqual({ transition: "stop", isFull: true });
      expect(nextStep(latest("delete", status), "start", true)).toEqual({ transition: "stop", isFull: true });
      expect(nextStep(latest("start", status), "stop", true)).toEqual({ transition: "stop", isFull: true });
    },
  );
});

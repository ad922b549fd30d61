/** Engine and camera, made ready; where one does not come, the state says why and its screen shows the ways on. */

import type { Engine } from "../../engine/engine.js";
import type { Studio } from "../studio.js";
import type { Course } from "./course.js";

export interface Equipment {
  /** null: the state says why. */
  engine(): Promise<Engine | null>;
  /** false: the state says why. */
  camera(): Promise<boolean>;
}

export function equipment({ get, journal, set }: Course, studio: Studio): Equipment {
  const report = (code: string): void =>
    journal.record("widget_error", { code: code.toUpperCase().replaceAll("-", "_"), screen: get().view });

  return {
    async engine() {
      try {
        const engine = await studio.engine((engineProgress) => set({ engineProgress }));
        set({ engineProgress: null, engineTrouble: null });
        return engine;
      } catch (cause) {
        const { EngineUnavailable } = await import("../../engine/engine.js");
        if (!(cause instanceof EngineUnavailable)) throw cause;
        studio.closeCamera();
        set({ engineProgress: null, engineTrouble: cause.trouble, camera: "off" });
        report(`engine_${cause.trouble}`);
        return null;
      }
    },

    async camera() {
      const { CameraUnavailable } = await import("../../engine/camera.js");
      set({ camera: "asking", cameraTrouble: null });
      try {
        await studio.openCamera();
        return true;
      } catch (cause) {
        if (!(cause instanceof CameraUnavailable)) throw cause;
        set({ camera: "off", cameraTrouble: cause.trouble });
        report(`camera_${cause.trouble}`);
        return false;
      }
    },
  };
}

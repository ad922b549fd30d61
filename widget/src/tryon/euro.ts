/** The One-Euro filter (Casiez, Roussel and Vogel 2012, doi 10.1145/2207676.2208639): steady at rest, quick in motion. */

/** `restHz`: the cut-off frequency at rest; it grows by `perSpeed` Hz for each unit a second. */
export interface EuroRule {
  readonly restHz: number;
  readonly perSpeed: number;
}

const SPEED_HZ = 2; // the speed itself is smoothed by this

/** Of several numbers that move together. */
export class Euro {
  private value: readonly number[] = [];
  private speed: readonly number[] = [];

  constructor(private readonly rule: EuroRule) {}

  /** The last value; empty before the first. */
  get last(): readonly number[] {
    return this.value;
  }

  /**
   * `seconds` since the last value; `unit` is what speeds are measured in. `trust`, to 1, is how far the value is
   * believed against where the motion so far would lead.
   */
  next(value: readonly number[], seconds: number, { unit = 1, trust = 1 } = {}): readonly number[] {
    const [before, speed, fresh] = [this.value, this.speed, share(SPEED_HZ, seconds)];
    if (before.length !== value.length) {
      this.speed = value.map(() => 0);
      return (this.value = value);
    }
    const believed = value.map((each, i) => mixed(before[i]! + speed[i]! * seconds * unit, each, trust));
    this.speed = believed.map((each, i) => mixed(speed[i]!, (each - before[i]!) / seconds / unit, fresh));
    const taken = share(this.rule.restHz + this.rule.perSpeed * Math.hypot(...this.speed), seconds);
    return (this.value = believed.map((each, i) => mixed(before[i]!, each, taken)));
  }
}

/** What a low pass of this cut-off takes of a new value. */
function share(hz: number, seconds: number): number {
  return 1 / (1 + 1 / (2 * Math.PI * hz * seconds));
}

function mixed(before: number, now: number, taken: number): number {
  return before + (now - before) * taken;
}

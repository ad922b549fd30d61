/** A length with its error: `plusMinusMm` is one standard deviation of the estimate. */
export interface Length {
  readonly mm: number;
  readonly plusMinusMm: number;
}

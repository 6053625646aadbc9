/** The outcome of one test in the extension host, one line of JSON in the file that STRATA_RESULTS names. */
export interface Result {
  name: string;
  milliseconds: number;
  /** The failure with its stack. */
  error?: string;
}

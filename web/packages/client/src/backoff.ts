// How long to wait before the next try.

export interface BackoffLimits {
  /** Milliseconds before the second try. */
  first: number;
  /** Milliseconds at most. */
  most: number;
}

/**
 * Doubles with every failed attempt (counted from 0) up to the limit. Half of it is
 * random, so that many clients that lost the same server don't come back at once.
 */
export function backoffDelay(
  attempt: number,
  limits: BackoffLimits,
  random: () => number = Math.random,
): number {
  const full = Math.min(limits.most, limits.first * 2 ** Math.min(attempt, 30));
  return full / 2 + random() * (full / 2);
}

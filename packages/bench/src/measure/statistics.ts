/** The middle of some figures; of an even number, the mean of the two in the middle. NaN for none. */
export function median(figures: readonly number[]): number {
  return percentile(figures, 50)
}

/** The `p`-th percentile (0 to 100), linear between neighbours. NaN for none. */
export function percentile(figures: readonly number[], p: number): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const place = ((sorted.length - 1) * p) / 100
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

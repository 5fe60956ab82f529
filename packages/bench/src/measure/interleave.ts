/**
 * Measures variants in turns, round after round, so that a noisy minute of the machine falls on all of them alike.
 * @returns each variant's figures, in the order of the rounds.
 */
export async function interleave<Variant extends string, Figure>(
  variants: readonly Variant[],
  rounds: number,
  measure: (variant: Variant, round: number) => Promise<Figure>,
): Promise<Record<Variant, Figure[]>> {
  const figures = Object.fromEntries(variants.map((variant) => [variant, [] as Figure[]])) as Record<
    Variant,
    Figure[]
  >
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes with the round, for the first of a round may pay for what the others then find warm.
    const turn = variants.map((_, index) => variants[(index + round) % variants.length] as Variant)
    for (const variant of turn) figures[variant].push(await measure(variant, round))
  }
  return figures
}

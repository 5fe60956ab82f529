/**
 * Connections to PostgreSQL of one process, at most, apart for those who must not hold each other up. With
 * {@link BACKGROUND_CONNECTIONS} and the one that listens they are 24, so that four processes fit into PostgreSQL's default of
 * 100. One that is unused for 10 s is closed: most of the time there are few.
 */
export const pools = {
  /** RETURN URL calls. Those of one moment share statements and commits, so few connections carry thousands a second. */
  returns: 5,
  /** The popup, and the other pages that anybody may open. Their statements take about 1 ms. */
  popup: 5,
  /** The console. A search or a sum can take seconds; some dozens of people use it. */
  console: 4,
  /** `/metrics` and `/readyz`: whoever watches must see something while the rest is busy. */
  operation: 2,
} as const

export type PoolName = keyof typeof pools

/** For what no request waits for: the workers, the start, the `pointpay` command. Beside claims, up to 32 postbacks settle here. */
export const BACKGROUND_CONNECTIONS = 7

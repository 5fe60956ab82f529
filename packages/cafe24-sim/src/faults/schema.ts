import * as z from 'zod'

/**
 * What may go wrong, each with its share of calls (0 to 1). Decided once a call, at most one a call.
 * New names go last: the dice is compared name by name, so existing seeds keep deciding the same calls.
 */
export const rateNames = [
  'dropAfterApply',
  'dropBeforeApply',
  'error500After',
  'error500Before',
  'error503After',
  'error503Before',
  'error504After',
  'error504Before',
  'tooMany',
  'expiredToken',
  'slow',
  'html',
  'truncated',
  /** POST points only: answers 202 and carries the call out `lateMs` later. */
  'acceptedFirst',
  /** POST points only: the connection breaks without an answer; the call is carried out `lateMs` later. */
  'dropThenApply',
] as const
export type FaultName = (typeof rateNames)[number]

/** Longest delay: ten minutes, longer than any client waits. */
const MAX_DELAY_MS = 600_000
/** A clock that is a year off is wrong enough for any test. */
const MAX_SKEW_MS = 366 * 86_400_000
/** Cafe24's own limit of rows in a page. */
const MAX_PAGE_SIZE = 100
const MAX_ROWS_BETWEEN_PAGES = 100
/** The longest reason that the API takes. */
const MAX_REASON_LETTERS = 255
const MAX_RETRY_AFTER_SECONDS = 86_400

const share = z.number().min(0).max(1)
const delay = z.number().min(0).max(MAX_DELAY_MS)
const delayOrRange = z.union([
  delay,
  z.strictObject({ min: delay, max: delay }).refine(({ min, max }) => min <= max, 'min must not exceed max'),
])
export type DelayOrRange = z.infer<typeof delayOrRange>

/** `PUT /_sim/faults`: what goes wrong, and which of the habits that Cafe24 may have are in force. */
export const faultsSchema = z.strictObject({
  seed: z.number().int().optional(),
  /** One mall; left out: all. A mall's own faults replace those of all malls. They do not follow a renamed mall. */
  mall_id: z.string().optional(),
  rates: z
    .strictObject(
      Object.fromEntries(rateNames.map((name) => [name, share.optional()])) as Record<
        FaultName,
        z.ZodOptional<typeof share>
      >,
    )
    .default({}),
  slowMs: delay.default(5000),
  /** How much later `acceptedFirst` and `dropThenApply` carry a call out. The row is issued at that later time. */
  lateMs: delayOrRange.default(5000),
  /** Added to every answer. */
  latencyMs: delay.optional(),
  /** New rows show up in GET points only so much later. */
  visibilityDelayMs: delayOrRange.default(0),
  /** Connections are dropped at once. */
  down: z.boolean().default(false),
  /** Share of refreshes that are carried out and whose answer is lost. */
  tokenAnswerDrop: share.default(0),
  /** Share of refreshes that are answered 403 "app_not_installed" by mistake. The refresh token stays good. */
  refreshRefused: share.default(0),
  /** How the token endpoint writes its answer, for both grant types. */
  tokenAnswer: z
    .enum([
      'documented',
      /** `"scopes": "a,b"` instead of a list. */
      'scopes-as-text',
      /** `expires_in` and `refresh_token_expires_in`, in seconds, instead of the two times. */
      'expires-in',
      /** `refresh_token_expires_at` is missing. */
      'no-refresh-expiry',
      /** `mall_id` names another mall. */
      'other-mall',
    ])
    .default('documented'),
  /** Body of every 401 of the Admin API; `other-json` is `{"message":"Unauthorized"}`. */
  unauthorizedBody: z.enum(['cafe24', 'empty', 'html', 'other-json']).default('cafe24'),
  /** `Retry-After` of each 429 and 503 of the Admin API; left out: no such header. */
  retryAfterSeconds: z.number().int().min(0).max(MAX_RETRY_AFTER_SECONDS).optional(),
  /**
   * How far this mall's Cafe24 is ahead; negative: behind. The `Date` header, issue dates of new rows and token times
   * follow it. Delays and buckets do not.
   */
  clockSkewMs: z.number().int().min(-MAX_SKEW_MS).max(MAX_SKEW_MS).default(0),
  /** A page of GET points holds no more rows than this, whatever `limit` says. */
  pageSize: z.number().int().min(1).max(MAX_PAGE_SIZE).optional(),
  /** `any-within-a-second`: newest second first, but the rows of one second come oldest first. */
  rowOrder: z.enum(['newest-first', 'oldest-first', 'any-within-a-second']).default('newest-first'),
  /** What an `end_date` without a time means: all of that day, or its 00:00:00. */
  bareEndDate: z.enum(['whole-day', 'start-of-day']).default('whole-day'),
  /**
   * How `reason` comes back in GET points: as null, with every character but letters, digits and spaces as `&#NN;`,
   * or cut to so many `letters`. `share` of the rows is affected. `/_sim` still shows the true reason.
   */
  reasons: z
    .strictObject({
      as: z.enum(['null', 'html-escaped', 'cut']),
      letters: z.number().int().min(0).max(MAX_REASON_LETTERS).default(30),
      share: share.default(1),
    })
    .optional(),
  /** Share of rows that come back with `issue_date: "0000-00-00 00:00:00"`. */
  malformedRows: share.default(0),
  /** Before each GET points with an offset, another app gives so many rows of 1 KRW to a member of the mall. */
  rowsBetweenPages: z.number().int().min(0).max(MAX_ROWS_BETWEEN_PAGES).default(0),
})
export type Faults = z.infer<typeof faultsSchema>

/** Nothing goes wrong. */
export const noFaults: Faults = faultsSchema.parse({})

import { sql } from 'kysely'

const PREFIX = 'test:'

/**
 * The mall id under which a media in test mode is credited, e.g. `test:demo`. No real mall can have it: Cafe24's ids hold no
 * colon. The colon decides which client a call goes to (`client-by-mall.ts`).
 */
export const testMallOf = (mediaCode: string): string => PREFIX + mediaCode

export const isTestMall = (mallId: string): boolean => mallId.startsWith(PREFIX)

/** SQL condition where one `mall_id` is in scope: leaves out what belongs to media in test mode. */
export const ofLiveMalls = sql<boolean>`mall_id not like ${sql.lit(`${PREFIX}%`)}`

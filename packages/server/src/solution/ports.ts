import type { MediaApp, MediaChange, MediaCode, MediaStatus, NewMedia } from '@pointpay/contracts'

/** Setting media up, for the console and the `pointpay` command alike. */
export interface SetUp {
  /** Adds the media and registers its mall's app; `status.installUrl` is what to send to the mall's owner. */
  add(media: NewMedia): Promise<AddMediaResult>
  change(code: MediaCode, change: MediaChange): Promise<MediaStatus | null>
  /**
   * Another secret of the media's app at Cafe24, or another app. Another app needs the owner's consent anew; what waits is kept.
   * null: no such media, or one without a mall.
   */
  changeApp(code: MediaCode, app: MediaApp): Promise<MediaStatus | null>
  /** A new RETURN URL; the old one dies at once. null: no such media, or one with a RETURN URL of its own. */
  renewReturnKey(code: MediaCode): Promise<MediaStatus | null>
  /** By code; `codes` left out: all. */
  statuses(codes?: readonly MediaCode[]): Promise<MediaStatus[]>
  /** Reads the mall's shops and their domains from Cafe24, in the place of the registered shops. */
  readShops(code: MediaCode): Promise<MallCallResult>
  /** Puts the widget's script tag into the mall's served shops, or brings it to the present version. */
  putScriptTag(code: MediaCode): Promise<MallCallResult>
  removeScriptTag(code: MediaCode): Promise<MallCallResult>
}

export type AddMediaResult =
  | { kind: 'added'; status: MediaStatus }
  | { kind: 'exists' }
  /** The mall belongs to another media already. */
  | { kind: 'mall-taken'; byMediaCode: MediaCode }

/** What became of a call of Cafe24 that a person asked for. */
export type MallCallResult =
  | { kind: 'done'; status: MediaStatus }
  /** An own-backend media has no mall of ours. */
  | { kind: 'not-found' }
  /** The owner's consent lacks the scopes, or there is none. `message` tells where to consent. */
  | { kind: 'consent-needed'; message: string }
  /** Cafe24 did not take it; nothing changed. `message` in Korean. */
  | { kind: 'unavailable'; message: string }

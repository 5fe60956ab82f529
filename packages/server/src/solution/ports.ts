import type {
  AddedMedia,
  IssuedProofKey,
  MediaApp,
  MediaChange,
  MediaCode,
  MediaStatus,
  NewMedia,
} from '@pointpay/contracts'
import type { RecordMediaChange } from '../media/recorded-change.ts'

/**
 * Setting media up, for the console and the `pointpay` command alike. `record` writes down who did it, in the transaction of the
 * change; left out where no person did.
 */
export interface SetUp {
  /** Adds the media and registers its mall's app; `status.installUrl` is what to send to the mall's owner. */
  add(media: NewMedia, record?: RecordMediaChange): Promise<AddMediaResult>
  change(code: MediaCode, change: MediaChange, record?: RecordMediaChange): Promise<ChangeMediaResult>
  /**
   * Another secret of the media's app at Cafe24, or another app. Another app needs the owner's consent anew; what waits is kept.
   * null: no such media, or one without a mall.
   *
   * @param record before it is done, since an app is not kept with the media: the id of the app until now
   */
  changeApp(
    code: MediaCode,
    app: MediaApp,
    record?: (clientIdBefore: string | null) => Promise<void>,
  ): Promise<MediaStatus | null>
  /** A new RETURN URL; the one before is taken for some days longer. null: no such media, or one with a RETURN URL of its own. */
  renewReturnKey(code: MediaCode, record?: RecordMediaChange): Promise<MediaStatus | null>
  /** The RETURN URL before the present one ends at once, e.g. because it leaked. null: as above. */
  endOldReturnKey(code: MediaCode, record?: RecordMediaChange): Promise<MediaStatus | null>
  /** A new key for the merchant's backend to sign with, told this once; the one before is taken for some days longer. null: no such media. */
  issueProofKey(code: MediaCode, record?: RecordMediaChange): Promise<IssuedProofKey | null>
  /** The proof key before the present one ends at once. null: no such media. */
  endOldProofKey(code: MediaCode, record?: RecordMediaChange): Promise<MediaStatus | null>
  /** By code; `codes` left out: all. */
  statuses(codes?: readonly MediaCode[]): Promise<MediaStatus[]>
  /** Reads the mall's shops and their domains from Cafe24, in the place of the registered shops. */
  readShops(code: MediaCode, record?: RecordMediaChange): Promise<MallCallResult>
  /** Puts the widget's script tag into the mall's served shops, or brings it to the present version. */
  putScriptTag(code: MediaCode): Promise<MallCallResult>
  removeScriptTag(code: MediaCode): Promise<MallCallResult>
}

export type AddMediaResult =
  | { kind: 'added'; status: AddedMedia }
  | { kind: 'exists' }
  /** The mall belongs to another media already. */
  | { kind: 'mall-taken'; byMediaCode: MediaCode }
  /** A live own-backend's RETURN URL that no server on the internet can have: postbacks would not be sent. */
  | { kind: 'inner-address' }
  /** An own-backend would demand a token that Cafe24 gives to members of its malls alone. */
  | { kind: 'no-cafe24-token' }

export type ChangeMediaResult =
  | { kind: 'changed'; status: MediaStatus }
  | { kind: 'not-found' }
  /** It would demand signatures that nobody can make: no proof key was issued. Nothing changed. */
  | { kind: 'proof-key-needed'; field: 'memberProof' | 'unverifiedAllowed' }
  /** It would go live with a RETURN URL that no server on the internet can have. Nothing changed. */
  | { kind: 'inner-address' }
  /** An own-backend would demand a token that Cafe24 gives to members of its malls alone. Nothing changed. */
  | { kind: 'no-cafe24-token' }

/** What became of a call of Cafe24 that a person asked for. */
export type MallCallResult =
  | { kind: 'done'; status: MediaStatus }
  /** An own-backend media has no mall of ours. */
  | { kind: 'not-found' }
  /** The owner's consent lacks the scopes, or there is none. `message` tells where to consent. */
  | { kind: 'consent-needed'; message: string }
  /** Cafe24 did not take it; nothing changed. `message` in Korean. */
  | { kind: 'unavailable'; message: string }

import { createHmac } from 'node:crypto'
import type { Member } from '../books/members.ts'

/** The full record that the storefront keeps of a member, personal data and all (facts: the storefront's own client code). */
export function memberRecord(member: Member) {
  return {
    member_id: member.memberId,
    name: member.name,
    nick_name: '',
    group_name: '일반회원',
    group_no: '1',
    email: `${encodeURIComponent(member.memberId)}@example.com`,
    phone: member.phone,
    cellphone: member.phone,
    birthday: '1990-01-01',
    board_write_name: member.name,
    additional_information: '',
    created_date: '2024-01-01T09:00:00+09:00',
  }
}

/**
 * A signed token that names the member, as `getEncryptedMemberId` gives: a JWT signed with the app's secret. Cafe24's own form is
 * not public; this is the simulator's.
 */
export function memberToken(claims: {
  mallId: string
  memberId: string
  secret: string
  nowMs: number
}): string {
  const issuedAt = Math.floor(claims.nowMs / 1000)
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    mall_id: claims.mallId,
    member_id: claims.memberId,
    iat: issuedAt,
    exp: issuedAt + 1800,
  })}`
  return `${signed}.${createHmac('sha256', claims.secret).update(signed).digest('base64url')}`
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

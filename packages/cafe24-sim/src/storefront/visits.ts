import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Member } from '../books/members.ts'
import type { Simulation } from '../simulation.ts'

const cookieName = (mallId: string) => `visit_${mallId}`

/** Who is logged in to a mall, by its cookie; null for a guest. */
export function visitor(simulation: Simulation, c: Context, mallId: string): Member | null {
  const visit = getCookie(c, cookieName(mallId))
  if (!visit) return null
  const row = simulation.database.get<{ member_id: string }>(
    'select member_id from visits where visit = ? and mall_id = ?',
    visit,
    mallId,
  )
  return row ? simulation.members.find(mallId, row.member_id) : null
}

/** Logs a member in. */
export function logIn(simulation: Simulation, c: Context, member: Member): void {
  const visit = randomBytes(16).toString('base64url')
  simulation.database.run(
    'insert into visits (visit, mall_id, member_id) values (?, ?, ?)',
    visit,
    member.mallId,
    member.memberId,
  )
  setCookie(c, cookieName(member.mallId), visit, { path: '/', httpOnly: true, sameSite: 'Lax' })
}

/** Logs whoever it is out. */
export function logOut(simulation: Simulation, c: Context, mallId: string): void {
  simulation.database.run('delete from visits where visit = ?', getCookie(c, cookieName(mallId)) ?? '')
  setCookie(c, cookieName(mallId), '', { path: '/', maxAge: 0 })
}

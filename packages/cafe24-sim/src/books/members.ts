import type { Database } from './database.ts'

export interface Member {
  mallId: string
  memberId: string
  name: string
  password: string
  phone: string
}

interface MemberRow {
  mall_id: string
  member_id: string
  name: string
  password: string
  phone: string
}

/** The mall's members. */
export interface Members {
  find(mallId: string, memberId: string): Member | null
  list(mallId: string, limit: number): Member[]
  put(member: Pick<Member, 'mallId' | 'memberId'> & Partial<Pick<Member, 'name' | 'password'>>): Member
}

export function createMembers(database: Database): Members {
  const find = (mallId: string, memberId: string) => {
    const row = database.get<MemberRow>(
      'select * from members where mall_id = ? and member_id = ?',
      mallId,
      memberId,
    )
    return row ? present(row) : null
  }
  return {
    find,
    list: (mallId, limit) =>
      database.all<MemberRow>('select * from members where mall_id = ? limit ?', mallId, limit).map(present),
    put({ mallId, memberId, name, password }) {
      const known = find(mallId, memberId)
      const member: Member = {
        mallId,
        memberId,
        name: name ?? known?.name ?? memberId,
        password: password ?? known?.password ?? 'pointpay',
        phone: known?.phone ?? '010-1234-5678',
      }
      database.run(
        'insert or replace into members (mall_id, member_id, name, password, phone) values (?, ?, ?, ?, ?)',
        mallId,
        memberId,
        member.name,
        member.password,
        member.phone,
      )
      return member
    },
  }
}

function present(row: MemberRow): Member {
  return {
    mallId: row.mall_id,
    memberId: row.member_id,
    name: row.name,
    password: row.password,
    phone: row.phone,
  }
}

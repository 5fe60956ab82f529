import {
  accountChangeSchema,
  auditQuerySchema,
  newAccountSchema,
  reviewDecisionSchema,
  reviewQuerySchema,
  type AccountView,
  type ReviewItem,
} from '@pointpay/contracts'
import { http, HttpResponse } from 'msw'
import { daysIn, kstDay } from '../format/kst.ts'
import { api, bodyOf, forPeople, notFound, refuse } from './answers.ts'
import type { Backend } from './backend.ts'

const DAY_MS = 86_400_000
/** Rows of one answer. */
const PAGE = 50

/** Reviews, totals, accounts and the audit trail. */
export const operatorHandlers = (backend: Backend) => {
  const mine = (mediaCode: string) =>
    backend.me?.role === 'operator' || backend.me?.mediaCodes.some((code) => code === mediaCode)
  return [
    http.get(
      api('/reviews'),
      forPeople(backend, 'all', ({ request }) => {
        const query = reviewQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams))
        const found = backend.data.reviews
          .filter(
            (item) =>
              mine(item.mediaCode) &&
              (!query.mediaCode || item.mediaCode === query.mediaCode) &&
              (!query.kind || item.kind === query.kind) &&
              (!query.cursor || placeOf(item) > query.cursor),
          )
          .toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)))
        const items = found.slice(0, PAGE)
        const last = items.at(-1)
        return HttpResponse.json({ items, nextCursor: found.length > PAGE && last ? placeOf(last) : null })
      }),
    ),
    http.post(
      api('/reviews/:id'),
      forPeople(backend, 'operator', async ({ request, params }) => {
        await bodyOf(request, reviewDecisionSchema)
        const item = backend.data.reviews.find(({ id }) => id === params['id'])
        const conversion = item && backend.find(item.mediaCode, item.transactionNumber)
        if (!item || !conversion) return notFound()
        backend.data.reviews = backend.data.reviews.filter((each) => each !== item)
        return HttpResponse.json(conversion)
      }),
    ),
    http.get(
      api('/totals'),
      forPeople(backend, 'all', ({ request }) => HttpResponse.json({ items: totalsOf(backend, request) })),
    ),
    http.get(
      api('/accounts'),
      forPeople(backend, 'operator', () => HttpResponse.json({ items: backend.data.accounts.map(shown) })),
    ),
    http.post(
      api('/accounts'),
      forPeople(backend, 'operator', async ({ request }) => {
        const account = await bodyOf(request, newAccountSchema)
        if (backend.data.accounts.some(({ login }) => login === account.login)) {
          return refuse(
            'conflict',
            `아이디 ${account.login}은(는) 이미 있습니다. 다른 아이디를 적어 주세요.`,
            { field: 'login' },
          )
        }
        const added = { ...account, secondFactor: false, disabled: false, lastLoginAt: null }
        backend.data.accounts.push(added)
        return HttpResponse.json(shown(added), { status: 201 })
      }),
    ),
    http.patch(
      api('/accounts/:login'),
      forPeople(backend, 'operator', async ({ request, params }) => {
        const { yourPassword, ...change } = await bodyOf(request, accountChangeSchema)
        const account = backend.data.accounts.find(({ login }) => login === params['login'])
        if (!account) return notFound()
        const asking = backend.data.accounts.find(({ login }) => login === backend.me?.login)
        const needsPassword = change.password !== undefined || change.secondFactor !== undefined
        if (needsPassword && yourPassword !== asking?.password)
          return refuse(
            'credentials_wrong',
            '지금 로그인한 계정의 비밀번호가 맞지 않습니다. 바뀐 것은 없습니다. 확인하고 다시 입력해 주세요.',
            { field: 'yourPassword' },
          )
        Object.assign(account, change)
        return HttpResponse.json(shown(account))
      }),
    ),
    http.get(
      api('/audit'),
      forPeople(backend, 'operator', ({ request }) => {
        const query = auditQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams))
        const found = backend.data.audit.filter(
          ({ by, action }) => (!query.by || by === query.by) && (!query.action || action === query.action),
        )
        const start = Number(query.cursor ?? 0)
        return HttpResponse.json({
          items: found.slice(start, start + PAGE),
          nextCursor: start + PAGE < found.length ? String(start + PAGE) : null,
        })
      }),
    ),
  ]
}

/** Where an item stands in the list: what is decided meanwhile moves none of the others. */
function placeOf({ since, id }: ReviewItem): string {
  return `${since} ${id}`
}

function shown({
  login,
  name,
  role,
  mediaCodes,
  secondFactor,
  disabled,
  lastLoginAt,
}: AccountView): AccountView {
  return { login, name, role, mediaCodes, secondFactor, disabled, lastLoginAt }
}

function totalsOf({ data }: Backend, request: Request) {
  const query = new URL(request.url).searchParams
  const from = query.get('from') ?? ''
  const to = query.get('to') ?? ''
  return Array.from({ length: daysIn(from, to) }, (_, index) => {
    const day = kstDay(Date.parse(`${from}T00:00:00+09:00`) + index * DAY_MS)
    const rows = data.conversions.filter(
      (row) =>
        !row.test &&
        kstDay(Date.parse(row.convertedAt)) === day &&
        (!query.get('mediaCode') || row.mediaCode === query.get('mediaCode')),
    )
    const sum = (states: readonly string[]) => {
      const counted = rows.filter(({ state }) => states.includes(state))
      return { count: counted.length, amount: counted.reduce((total, row) => total + row.amount, 0) }
    }
    return { day, credited: sum(['credited', 'cancelled']), cancelled: sum(['cancelled']) }
  })
}

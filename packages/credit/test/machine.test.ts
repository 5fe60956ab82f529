import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  openStore,
  migrateCredit,
  createCredit,
  createCafe24Client,
  type Credits,
  type Store,
} from '../src/index.ts'
import { applyEvents } from '../src/ledger/apply-events.ts'
import { machine, nextState, type CreditEvent, type PartState } from '../src/ledger/machine.ts'
import { registrationOf } from './support/simulated-malls.ts'
import { aCredit, tokenKeys } from './support/world.ts'

/** The states after which nothing more happens to a part by itself. */
const done = new Set<PartState>(['credited', 'refused', 'review', 'abandoned'])
const events = [...new Set(Object.values(machine).flatMap((row) => Object.keys(row)))] as CreditEvent[]

let store: Store
let credits: Credits
beforeAll(async () => {
  store = await openStore({ memory: true })
  await migrateCredit(store)
  credits = await createCredit({ store, cafe24: createCafe24Client(), tokenKeys })
  await credits.malls.register(registrationOf('mall'))
})
afterAll(async () => {
  await credits.close()
  await store.close()
})

interface Model {
  states: PartState[]
  moves: number
}

interface Real {
  creditId: number
  partIds: number[]
}

class Happens implements fc.AsyncCommand<Model, Real> {
  readonly part: number
  readonly event: CreditEvent
  constructor(part: number, event: CreditEvent) {
    this.part = part
    this.event = event
  }
  check() {
    return true
  }
  async run(model: Model, { creditId, partIds }: Real) {
    const index = this.part % partIds.length
    const partId = partIds[index]!
    const from = model.states[index]!
    const to = nextState(from, this.event)
    const moves = await store.db
      .transaction()
      .execute((trx) => applyEvents(trx, [{ creditId, partId, event: this.event, dueInMs: 1_000 }]))
    if (to === null) {
      expect(moves).toEqual([null])
    } else {
      expect(moves[0]).toMatchObject({ from, to })
      model.states[index] = to
      model.moves += 1
    }
    await agree(model, creditId)
  }
  toString() {
    return `${this.event} of part ${this.part}`
  }
}

/** What stands in the store is what the table says, whole and in history. */
async function agree(model: Model, creditId: number): Promise<void> {
  const parts = await store.db
    .selectFrom('credit_parts')
    .select(['state', 'due_at'])
    .where('credit_id', '=', creditId)
    .orderBy('id')
    .execute()
  expect(parts.map(({ state }) => state)).toEqual(model.states)
  for (const { state, due_at } of parts) expect(due_at === null).toBe(done.has(state))
  const history = await store.db
    .selectFrom('credit_history')
    .select(['part_id', 'from_state', 'to_state'])
    .where('credit_id', '=', creditId)
    .orderBy('id')
    .execute()
  expect(history).toHaveLength(model.moves)
  for (const lines of Map.groupBy(history, ({ part_id }) => part_id).values()) {
    let state = 'accepted'
    for (const line of lines) {
      expect(line.from_state).toBe(state)
      state = line.to_state
    }
  }
  const credit = await store.db
    .selectFrom('credit_credits')
    .select('state')
    .where('id', '=', creditId)
    .executeTakeFirstOrThrow()
  expect(credit.state === 'credited').toBe(
    model.states.includes('credited') &&
      model.states.every((state) => state === 'credited' || state === 'abandoned'),
  )
}

test('whatever happens to the parts of a credit, in whatever order, they move as the table says and in no other way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 2_500_000 }),
      fc.commands(
        [fc.tuple(fc.nat(2), fc.constantFrom(...events)).map(([part, event]) => new Happens(part, event))],
        { maxCommands: 30, size: 'max' },
      ),
      async (amount, commands) => {
        const accepted = await credits.ledger.accept(aCredit('mall', { amount }))
        if (accepted.kind !== 'accepted') throw new Error(accepted.kind)
        const parts = await credits.ledger.parts(accepted.creditId)
        await fc.asyncModelRun(
          () => ({
            model: { states: parts.map(({ state }) => state), moves: 0 },
            real: { creditId: Number(accepted.creditId), partIds: parts.map(({ id }) => Number(id)) },
          }),
          commands,
        )
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

test('an answer that comes after the books were silent twice still counts, while nothing was sent again', async () => {
  const accepted = await credits.ledger.accept(aCredit('mall'))
  if (accepted.kind !== 'accepted') throw new Error(accepted.kind)
  const [part] = await credits.ledger.parts(accepted.creditId)
  const base = { creditId: Number(accepted.creditId), partId: Number(part!.id), dueInMs: 60_000 }
  const story: CreditEvent[] = ['send', 'lease-ended', 'absent', 'absent-twice']
  await store.db.transaction().execute(async (trx) => {
    await applyEvents(
      trx,
      story.map((event) => ({ ...base, event })),
    )
    await applyEvents(trx, [{ ...base, event: 'applied', attempt: 1 }])
  })
  expect((await credits.ledger.byId(accepted.creditId))?.state).toBe('credited')
})

test('a lease that a call could outlive is refused at the start', async () => {
  const cafe24 = createCafe24Client({ timeouts: { connectMs: 5_000, answerMs: 60_000 } })
  await expect(createCredit({ store, cafe24, tokenKeys })).rejects.toThrow('timing.leaseMs is 45000')
})

/** The events by which a part in this state may be sent again. */
function backToSending(state: PartState) {
  return Object.entries(machine[state]).filter(([, to]) => nextState(to as PartState, 'send') !== null)
}

test('once unclear, a part is sent again only after the books were silent twice, or a person said so', () => {
  expect(backToSending('unknown').map(([event]) => event)).toEqual(['not-applied', 'absent-twice'])
  expect(backToSending('review').map(([event]) => event)).toEqual(['decided-not-applied'])
  expect(Object.keys(machine.credited)).toEqual([])
})

import { Hono } from 'hono'
import type { Kysely } from 'kysely'
import * as z from 'zod'
import { sandboxKinds } from './sandbox-kinds.ts'
import { sandboxFaults, sandboxSteps, type SandboxTables } from './sandbox-tables.ts'

const controlSchema = z.object({
  kind: z.enum(sandboxKinds.map(({ code }) => code)),
  step: z.enum(sandboxSteps),
  delayMs: z.int().min(0).max(60_000).default(0),
  fault: z.enum(sandboxFaults).nullable().default(null),
})

/** `PUT /pointhub/_sandbox` makes one step of one kind slow or failing; `DELETE` makes everything well again. */
export function sandboxControl(db: Kysely<SandboxTables>): Hono {
  return new Hono()
    .put('/pointhub/_sandbox', async (c) => {
      const parsed = controlSchema.safeParse(await c.req.json().catch(() => null))
      if (!parsed.success) return c.json({ error: z.prettifyError(parsed.error) }, 400)
      const { kind, step, delayMs, fault } = parsed.data
      await db
        .insertInto('sandbox_control')
        .values({ kind, step, delay_ms: delayMs, fault })
        .onConflict((conflict) =>
          conflict.columns(['kind', 'step']).doUpdateSet({ delay_ms: delayMs, fault }),
        )
        .execute()
      return c.json(parsed.data)
    })
    .delete('/pointhub/_sandbox', async (c) => {
      await db.deleteFrom('sandbox_control').execute()
      return c.body(null, 204)
    })
}

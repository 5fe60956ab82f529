import * as z from 'zod/mini'

/** The console's Content-Security-Policy forbids `eval`; without this, zod tries it once and the browser reports a violation. */
z.config({ jitless: true })

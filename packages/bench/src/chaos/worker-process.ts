import { openCredits } from './open-credits.ts'

/** A worker, to be killed at any moment. argv: database URL, simulator's origin, folder of the token journal. */
const [databaseUrl = '', simulatorOrigin = '', journalFolder = ''] = process.argv.slice(2)

// Its parent may be killed too; a worker alone would go on for ever.
process.on('disconnect', () => process.exit(1))

for (;;) {
  try {
    const { credits } = await openCredits({ databaseUrl, simulatorOrigin, journalFolder })
    credits.worker.start()
    break
  } catch {
    // The database is being restarted.
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

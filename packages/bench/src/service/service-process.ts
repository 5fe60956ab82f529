import { readSettings, startService } from '@pointpay/server'

/** The service as a process of its own, so that who measures does not share its thread. Settings in the environment. */
const service = await startService(readSettings(process.env))
process.send?.(service.port)
process.on('disconnect', () => void service.close().then(() => process.exit(0)))

import type { Browser } from '@playwright/test'
import type { Mall } from './mall.ts'

export async function takeConsole(_browser: Browser, _system: { origin: string }, _mall: Mall): Promise<void> {}

// @vitest-environment jsdom
import { screen } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { aMedia } from '../src/dev/builders.ts'
import { meetTheWire, openConsole } from './console.ts'

meetTheWire()

const broken = aMedia({ code: 'broken', broken: ['shops', 'capPerCall'] })

test('settings that the server cannot read are named, with what they count as and what to do', async () => {
  await openConsole('/console/media/broken', { data: { media: [broken] } })
  expect(await screen.findByText('읽을 수 없게 저장된 설정이 있습니다: 상점, 한 번의 한도')).toBeTruthy()
  expect(screen.getByText(/설정 바꾸기에서 이 값을 다시 적고/)).toBeTruthy()
})

import { createHmac } from 'node:crypto'
import { argv, env } from 'node:process'
import { fileURLToPath } from 'node:url'

/** 회원만: 매체의 회원 확인이 `가맹점 서버가 서명한 add_param`일 때. 24시간 안에 만료되어야 합니다. */
export function signMember(proofKey, mediaCode, memberId) {
  return addParam(proofKey, mediaCode, memberId, [])
}

/** 회원과 본인: 무인증 조회팝업(`direct_ci`)의 양식. 누를 때마다 새로 만들고, 10분 안에 만료되어야 합니다. */
export function signForm(proofKey, mediaCode, memberId, { ci, name, phone }) {
  return addParam(proofKey, mediaCode, memberId, [
    ci.trim(),
    name.trim().normalize('NFC'),
    phone.replace(/\D/g, ''),
  ])
}

function addParam(proofKey, mediaCode, memberId, person) {
  const expiry = Math.floor(Date.now() / 1000) + 300
  const signature = createHmac('sha256', proofKey)
    .update([mediaCode, memberId, expiry, ...person].join('\n'))
    .digest('base64url')
  return `${memberId}.${expiry}.${signature}`
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [mediaCode, memberId, ci, name, phone] = argv.slice(2)
  console.log(
    ci
      ? signForm(env.PROOF_KEY, mediaCode, memberId, { ci, name, phone })
      : signMember(env.PROOF_KEY, mediaCode, memberId),
  )
}

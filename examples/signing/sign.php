<?php

declare(strict_types=1);

/** 회원만: 매체의 회원 확인이 `가맹점 서버가 서명한 add_param`일 때. 24시간 안에 만료되어야 합니다. */
function sign_member(string $proofKey, string $mediaCode, string $memberId): string
{
    return add_param($proofKey, $mediaCode, $memberId, []);
}

/** 회원과 본인: 무인증 조회팝업(direct_ci)의 양식. 누를 때마다 새로 만들고, 10분 안에 만료되어야 합니다. */
function sign_form(
    string $proofKey,
    string $mediaCode,
    string $memberId,
    string $ci,
    string $name,
    string $phone,
): string {
    return add_param($proofKey, $mediaCode, $memberId, [
        trim($ci),
        Normalizer::normalize(trim($name), Normalizer::FORM_C),
        preg_replace('/\D/', '', $phone),
    ]);
}

function add_param(string $proofKey, string $mediaCode, string $memberId, array $person): string
{
    $expiry = time() + 300;
    $text = implode("\n", [$mediaCode, $memberId, $expiry, ...$person]);
    $signature = hash_hmac('sha256', $text, $proofKey, true);
    $base64url = rtrim(strtr(base64_encode($signature), '+/', '-_'), '=');
    return "{$memberId}.{$expiry}.{$base64url}";
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    [, $mediaCode, $memberId] = $argv;
    echo isset($argv[3])
        ? sign_form(getenv('PROOF_KEY'), $mediaCode, $memberId, $argv[3], $argv[4], $argv[5])
        : sign_member(getenv('PROOF_KEY'), $mediaCode, $memberId);
    echo "\n";
}

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Sign {
    private Sign() {}

    /** 회원만: 매체의 회원 확인이 `가맹점 서버가 서명한 add_param`일 때. 24시간 안에 만료되어야 합니다. */
    public static String member(String proofKey, String mediaCode, String memberId)
            throws GeneralSecurityException {
        return addParam(proofKey, mediaCode, memberId, List.of());
    }

    /** 회원과 본인: 무인증 조회팝업(direct_ci)의 양식. 누를 때마다 새로 만들고, 10분 안에 만료되어야 합니다. */
    public static String form(
            String proofKey, String mediaCode, String memberId, String ci, String name, String phone)
            throws GeneralSecurityException {
        List<String> person =
                List.of(
                        ci.strip(),
                        Normalizer.normalize(name.strip(), Normalizer.Form.NFC),
                        phone.replaceAll("\\D", ""));
        return addParam(proofKey, mediaCode, memberId, person);
    }

    private static String addParam(
            String proofKey, String mediaCode, String memberId, List<String> person)
            throws GeneralSecurityException {
        long expiry = Instant.now().getEpochSecond() + 300;
        List<String> parts = new ArrayList<>(List.of(mediaCode, memberId, Long.toString(expiry)));
        parts.addAll(person);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(proofKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
        String base64url = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        return memberId + "." + expiry + "." + base64url;
    }

    public static void main(String[] args) throws GeneralSecurityException {
        String proofKey = System.getenv("PROOF_KEY");
        System.out.println(
                args.length > 2
                        ? form(proofKey, args[0], args[1], args[2], args[3], args[4])
                        : member(proofKey, args[0], args[1]));
    }
}

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.*;
import java.security.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import java.util.concurrent.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.*;
import org.openapitools.client.model.*;

/** What a system of an agency and one of a body do with the generated client; one line for each step that is done. */
class Drive {
  record Call(String id, String timestamp, String signature, byte[] body) {}

  static final Base64.Encoder b64 = Base64.getUrlEncoder().withoutPadding();

  static String env(String name) {
    return System.getenv(name);
  }

  static ApiClient clientOf(String who) throws Exception {
    var pem = Files.readString(Path.of(env(who + "_KEY"))).replaceAll("-----.*-----|\\s", "");
    var isEd = env("ALG").equals("EdDSA");
    var key = KeyFactory.getInstance(isEd ? "Ed25519" : "EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    var now = System.currentTimeMillis() / 1000;
    var head = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(env("ALG"), env(who + "_KID"));
    var claims = "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"accord\",\"iat\":%d,\"exp\":%d}".formatted(env(who), env(who), now, now + 240);
    var text = b64.encodeToString(head.getBytes()) + "." + b64.encodeToString(claims.getBytes());
    var signature = Signature.getInstance(isEd ? "Ed25519" : "SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(text.getBytes());
    var token = text + "." + b64.encodeToString(signature.sign());
    var client = new ApiClient();
    client.updateBaseUri(env("ACCORD_URL"));
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    return client;
  }

  static void require(boolean holds, String what) {
    if (!holds) throw new IllegalStateException(what);
  }

  static CaseEvent verified(ApiClient client, String secret, Call call) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    mac.update((call.id() + "." + call.timestamp() + ".").getBytes());
    var expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(call.body()));
    require(Arrays.stream(call.signature().split(" ")).anyMatch(one -> MessageDigest.isEqual(one.getBytes(), expected.getBytes())), "signature");
    require(Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(call.timestamp())) < 300, "time");
    return client.getObjectMapper().readValue(call.body(), CaseEvent.class);
  }

  public static void main(String[] none) throws Exception {
    var agency = clientOf("AGENCY");
    var body = clientOf("BODY");
    require(new DirectoryApi(agency).showOrganisation(env("AGENCY")).getOrganisationId().equals(env("AGENCY")), "organisation");
    System.out.println("signs");

    var calls = new LinkedBlockingQueue<Call>();
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/hooks", exchange -> {
      var headers = exchange.getRequestHeaders();
      calls.add(new Call(headers.getFirst("webhook-id"), headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"), exchange.getRequestBody().readAllBytes()));
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.start();
    var address = "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    var endpoint = new WebhooksApi(body).createWebhookEndpoint(new CreateWebhookEndpoint().url(java.net.URI.create(address)));

    var referral = agency.getObjectMapper().readValue(Files.readString(Path.of(env("REFERRAL"))), SubmitReferral.class);
    var caseId = new ReferralsApi(agency).submitReferral(referral).getCaseId();
    System.out.println("refers");

    var inbox = new InboxApi(body);
    Long version = null;
    for (var end = System.currentTimeMillis() + 60_000; version == null && System.currentTimeMillis() < end; )
      for (var message : inbox.receiveMessages(new ReceiveMessages().waitSeconds(1)).getMessages()) {
        if (caseId.equals(message.getCaseId()) && message.getType().getValue().equals("assignment.offered")) version = message.getVersion();
        inbox.ackMessages(new AckMessages().leases(List.of(message.getLease())));
      }
    require(version != null, "no offer came");
    System.out.println("polls");

    var accepted = new CasesApi(body).accept(caseId, "\"" + version + "\"", null);
    require(accepted.getState().getActualInstance() instanceof AcceptedCase, "state");
    System.out.println("accepts");

    for (var isTold = false; !isTold; ) {
      var call = calls.poll(60, TimeUnit.SECONDS);
      require(call != null, "no webhook came");
      isTold = verified(body, endpoint.getSecret(), call).getData().getCaseId().equals(caseId);
    }
    System.out.println("verifies");
    System.exit(0);
  }
}

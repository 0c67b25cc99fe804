import java.util.Arrays;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;

/** DynamoDB Local listens on every interface and has no option for it; this starts the same server on loopback only. */
final class LoopbackDynamoDb {
  public static void main(String[] arguments) throws Exception {
    var proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
    var field = proxy.getClass().getDeclaredField("server");
    field.setAccessible(true);
    var server = (Server) field.get(proxy);
    Arrays.stream(server.getConnectors()).forEach(connector -> ((ServerConnector) connector).setHost("127.0.0.1"));
    proxy.start();
    System.out.println("listening on loopback");
    proxy.join();
  }
}

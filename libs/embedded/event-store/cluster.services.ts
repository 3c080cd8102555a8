import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';

/** The release of the real server whose behaviour this one follows. */
const serverVersion = '24.6.0';

const features: Readonly<Record<string, readonly string[]>> = {
  '/event_store.client.streams.Streams/Read': ['position', 'events'],
  '/event_store.client.streams.Streams/BatchAppend': ['deadline_duration'],
};

/** Names are lower case, as the client asks for them. */
export function supportedMethods(paths: readonly string[]): SupportedMethods {
  const methods = paths.map((path) => {
    const [, service = '', method = ''] = path.split('/');
    return new featuresPb.SupportedMethod()
      .setServiceName(service.toLowerCase())
      .setMethodName(method.toLowerCase())
      .setFeaturesList([...(features[path] ?? [])]);
  });
  return new featuresPb.SupportedMethods().setEventStoreServerVersion(serverVersion).setMethodsList(methods);
}

/** A cluster of one: this server, its leader. `authority` is the host and port under which the client reached it. */
export function clusterOfOne(instanceId: string, authority: string, now: number): ClusterInfo {
  const colon = authority.lastIndexOf(':');
  const endpoint = new gossipPb.EndPoint()
    .setAddress(authority.slice(0, colon))
    .setPort(Number(authority.slice(colon + 1)));
  const member = new gossipPb.MemberInfo()
    .setInstanceId(new sharedPb.UUID().setString(instanceId))
    .setTimeStamp(String(now * 10_000))
    .setState(gossipPb.MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(endpoint);
  return new gossipPb.ClusterInfo().setMembersList([member]);
}

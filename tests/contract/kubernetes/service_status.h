#pragma once

// What the controllers of KServe and Seldon would write. Apart from the test, for moc reads no raw
// texts of several lines.

namespace status {

inline constexpr const char* firstReady =
    R"({"status":{"observedGeneration":1,"url":"http://wine.team.example.org",
            "conditions":[{"type":"Ready","status":"True"}],
            "components":{"predictor":{"latestReadyRevision":"wine-00001",
            "latestCreatedRevision":"wine-00001","traffic":[{"revisionName":"wine-00001",
            "percent":100,"latestRevision":true}]}},
            "modelStatus":{"transitionStatus":"UpToDate"}}})";

inline constexpr const char* secondReady = R"({"status":{"observedGeneration":2,
            "components":{"predictor":{"latestReadyRevision":"wine-00002",
            "latestCreatedRevision":"wine-00002","previousRolledoutRevision":"wine-00001",
            "traffic":[{"revisionName":"wine-00002","percent":0,"latestRevision":true},
            {"revisionName":"wine-00001","percent":100,"tag":"prev"}]}}}})";

inline constexpr const char* thirtyPercent =
    R"({"status":{"observedGeneration":3,"components":{"predictor":{
            "traffic":[{"revisionName":"wine-00002","percent":30,"latestRevision":true},
            {"revisionName":"wine-00001","percent":70,"tag":"prev"}]}}}})";

inline constexpr const char* failedLoad = R"({"status":{"observedGeneration":99,"modelStatus":{
            "transitionStatus":"BlockedByFailedLoad","lastFailureInfo":{
            "reason":"ModelLoadFailed","message":"no such bucket"}}}})";

inline constexpr const char* percentOf2 = R"({"status":{"components":{"predictor":{
    "traffic":[{"revisionName":"wine-00002","percent":%1,"latestRevision":true}]}}}})";

inline constexpr const char* conditionIsTrue =
    R"({"status":{"conditions":[{"type":"%1","status":"True"}]}})";

} // namespace status

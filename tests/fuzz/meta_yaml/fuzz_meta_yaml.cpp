// meta.yaml and metric lines of an mlruns folder, which anybody may have written: no input may
// crash, hang or be taken for more than it is; what is edited must read back.
#include "services/backends/mlflow_files/meta_yaml.h"
#include "services/backends/mlflow_files/metric_file.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace binnacle::mlflow_files;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    parseMetricLine(text);
    parseModelMetricLine(text);
    const auto meta = parseMetaYaml(text);
    if (meta) {
        for (const auto& [key, value] : meta->values)
            meta->integer(key);
    }
    // A name of any text that is UTF-8 in a file of MLflow's form comes back as it was. YAML knows
    // no NUL and no DEL, and a line break of its own kinds is folded.
    bool plain = true;
    for (const char c : text)
        plain = plain && c >= 0x01 && c != 0x7f;
    if (plain) {
        const std::string before = "run_id: a\nrun_name: 'x\n\n  y'\nstatus: 3\n";
        const auto edited = parseMetaYaml(withScalar(before, "run_name", quotedScalar(text)));
        if (!edited || edited->text("run_name") != text || edited->text("status") != "3")
            std::abort();
    }
    return 0;
}

#include "services/data/mlflow_dataset.h"
#include "services/data/profile/profile_json.h"
#include "services/data/rules/rules_json.h"
#include "services/data/text_encoding.h"
#include "services/data/versions/dvc_files.h"

#include <cstdint>
#include <cstdlib>
#include <string>

// Files beside data that others wrote: .dvc and dvc.lock, the manifest of a folder, the source of
// an MLflow input, a profile and results that were kept, and the encoding of any bytes. A name in
// a manifest never leads out of its folder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)readDvcFile(text);
    if (const auto files = readDvcManifest(text))
        for (const auto& file : *files)
            if (file.path.starts_with("/") || file.path == ".." || file.path.starts_with("../") ||
                file.path.find("/../") != std::string::npos || file.path.ends_with("/.."))
                std::abort();
    (void)fileOfMlflowSource("local", text);
    (void)readProfileJson(text);
    (void)readRulesJson(text);
    if (const auto fault = utf8Fault(text))
        if (fault->line < 1 || fault->column < 1)
            std::abort();
    (void)wideEncoding(text);
    return 0;
}

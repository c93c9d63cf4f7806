#pragma once

#include "models/run_id_stream.h"
#include "services/workspace/registry_reader.h"

#include <QWidget>

#include <vector>

namespace binnacle {

// The versions that were registered of a run: each with its aliases, each opens; and the way to one
// more, where it has a model.
class RegisteredVersions : public QWidget
{
    Q_OBJECT
public:
    RegisteredVersions(const std::vector<VersionDetail>& versions, bool canRegister,
                       QWidget* parent = nullptr);

signals:
    void versionRequested(binnacle::RegisteredModelRowId model, const QString& version);
    void registerRequested();

private:
    void addRow(const VersionDetail& detail);
};

} // namespace binnacle

#pragma once

#include "models/version_choices_model.h"
#include "widgets/common/search_popup.h"

namespace binnacle {

class TextLabel;

// "Attach to a model version…": all mirrored versions under a field.
class VersionPicker : public SearchPopup
{
    Q_OBJECT
public:
    VersionPicker(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent);

signals:
    void chosen(const binnacle::VersionChoice& choice);

protected:
    void take(const QModelIndex& index) override;

private:
    VersionChoicesModel* model_;
    TextLabel* none_;
};

} // namespace binnacle

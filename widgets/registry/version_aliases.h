#pragma once

#include "services/workspace/registry_reader.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QPushButton;

namespace binnacle {

// The aliases that a version holds: since when, by whom; each can be taken away, another one set.
class VersionAliases : public QWidget
{
    Q_OBJECT
public:
    explicit VersionAliases(QWidget* parent = nullptr);
    void setAliases(const std::vector<AliasState>& aliases, bool editable);

signals:
    void wanted();
    void removed(const QString& alias);

private:
    void addRow(QGridLayout* grid, int row, const AliasState& state, bool editable);

    QWidget* rows_;
    QPushButton* add_;
};

} // namespace binnacle

#pragma once

#include "services/workspace/registry_reader.h"

#include <QPushButton>
#include <QWidget>

class QHBoxLayout;

namespace binnacle {

// An alias with the version that holds it. A version that is dropped on it is to be promoted to it.
class AliasChip : public QPushButton
{
    Q_OBJECT
public:
    AliasChip(QString alias, QString version, QWidget* parent);
    const QString& alias() const { return alias_; }
    const QString& version() const { return version_; } // empty: nobody
    QSize sizeHint() const override;

signals:
    void dropped(const QString& version);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QString alias_, version_;
    bool over_ = false;
};

// The aliases of a model in a row; where none is called champion, an empty one invites a version.
class AliasBar : public QWidget
{
    Q_OBJECT
public:
    explicit AliasBar(QWidget* parent = nullptr);
    void setAliases(const std::vector<AliasState>& aliases);
    void setDroppable(bool droppable);

signals:
    void versionRequested(const QString& version);
    void promoteRequested(const QString& version, const QString& alias);

private:
    void add(const QString& alias, const QString& version, const QString& tip);
    QHBoxLayout* row_;
    std::vector<AliasState> aliases_;
    bool droppable_ = false;
};

} // namespace binnacle
